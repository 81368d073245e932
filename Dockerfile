# One static binary in an empty image: models, language packs and documentation are inside it.
#   docker build -t copydesk . && docker run --read-only -p 8080:8080 copydesk

# The version of rust-toolchain.toml, which the build context leaves out: it would fetch the tools for testing too.
FROM docker.io/library/rust:1.95.0-bookworm AS build
WORKDIR /build
COPY . .
# Naming the target keeps the flag away from procedural macros, which cannot be static.
RUN target="$(rustc -vV | sed -n 's/^host: //p')" \
    && RUSTFLAGS="-C target-feature=+crt-static" cargo build --release --locked --bin copydesk --target "$target" \
    && cp "target/$target/release/copydesk" /copydesk

FROM scratch
LABEL org.opencontainers.image.title="copydesk" \
      org.opencontainers.image.description="Reads a news article and returns its language, dates, entities, attributions and quotes" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /copydesk /copydesk
COPY LICENSE NOTICE /
# A number, since an empty image has no list of users. Nothing is written, so the root may be read-only.
USER 10001:10001
ENV COPYDESK_LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=3s --retries=3 CMD ["/copydesk", "health"]
ENTRYPOINT ["/copydesk"]
