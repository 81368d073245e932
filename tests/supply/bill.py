"""Whether a bill of materials is that of this package and names every crate that goes into the binary.

    tests/supply/bill.py target/ci/supply/copydesk.cdx.json x86_64-unknown-linux-gnu
"""
import json
import pathlib
import subprocess
import sys
import tomllib


def crates(target):
    """Name and version of what cargo builds the binary from, our own package left out."""
    command = ["cargo", "tree", "--locked", "--target", target, "--edges", "normal,build", "--prefix", "none"]
    tree = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    found = {tuple(line.split()[:2]) for line in tree if line.strip()}
    return {(name, version.removeprefix("v")) for name, version in found if name != "copydesk"}


def complaints(bill, package, needed):
    about = bill["metadata"]["component"]
    if (bill["bomFormat"], bill["specVersion"]) != ("CycloneDX", "1.5"):
        yield f"expected CycloneDX 1.5, but got {bill['bomFormat']} {bill['specVersion']}"
    if (about["name"], about["version"]) != (package["name"], package["version"]):
        yield f"expected {package['name']} {package['version']}, but got {about['name']} {about['version']}"
    if about["licenses"] != [{"expression": package["license"]}]:
        yield f"expected the licence {package['license']}, but got {about['licenses']}"
    listed = {(part["name"], part["version"]) for part in bill["components"]}
    for name, version in sorted(needed - listed):
        yield f"{name} {version} is in the binary and not in the bill"
    for part in bill["components"]:
        if not (part.get("purl") and part.get("licenses") and part.get("hashes")):
            yield f"{part['name']} {part['version']} has no address, licence or checksum"


def main():
    path, target = sys.argv[1:]
    bill = json.loads(pathlib.Path(path).read_text())
    package = tomllib.loads(pathlib.Path("Cargo.toml").read_text())["package"]
    needed = crates(target)
    wrong = list(complaints(bill, package, needed))
    if len(needed) < 50:
        wrong.append(f"expected cargo to name the crates of a server, but got {len(needed)}")
    if wrong:
        sys.exit("\n".join(wrong))
    # The bill counts some that only features which are switched off would need.
    print(f"{path}: {len(bill['components'])} components, {len(needed)} of them in the binary")


if __name__ == "__main__":
    main()
