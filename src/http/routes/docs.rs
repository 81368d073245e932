//! `GET /docs` and what belongs to it: interactive documentation from the
//! service itself, which needs nothing of the internet.
//!
//! The large files lie compressed in the program. A client that does not accept
//! gzip gets them unpacked.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::body::{MessageBody, SizedStream};
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, VARY,
};
use actix_web::web::{Bytes, Data, Path};
use flate2::read::GzDecoder;
use futures_util::stream::iter;

use crate::http::openapi::{NameProblems, RouteProblems};
use crate::http::problem::ApiError;
use crate::http::service::Service;

const PAGE: &str = include_str!("../../../web/docs/index.html");
const PROBLEMS: &str = include_str!("../../../web/docs/problems.html");

/// Scripts and styles from the service alone. Swagger UI draws its icons from
/// `data:` addresses and sets styles of elements.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Files of one version of the program: an hour saves most transfers and does not outlive an update for long.
const CACHE: &str = "public, max-age=3600";

/// Bytes of a large file that are sent at once.
const PIECE: usize = 16_384;

/// A file of the documentation.
struct Asset {
    name: &'static str,
    media: &'static str,
    bytes: &'static [u8],
    packed: Packed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    Gzip,
    Not,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

const ASSETS: [Asset; 5] = [
    Asset {
        name: "swagger-ui-bundle.js",
        media: SCRIPT,
        bytes: include_bytes!("../../../web/docs/swagger-ui-bundle.js.gz"),
        packed: Packed::Gzip,
    },
    Asset {
        name: "swagger-ui-bundle.js.LICENSE.txt",
        media: "text/plain; charset=utf-8",
        bytes: include_bytes!("../../../web/docs/swagger-ui-bundle.js.LICENSE.txt"),
        packed: Packed::Not,
    },
    Asset {
        name: "swagger-ui.css",
        media: STYLE,
        bytes: include_bytes!("../../../web/docs/swagger-ui.css.gz"),
        packed: Packed::Gzip,
    },
    Asset {
        name: "start.js",
        media: SCRIPT,
        bytes: include_bytes!("../../../web/docs/start.js"),
        packed: Packed::Not,
    },
    Asset {
        name: "page.css",
        media: STYLE,
        bytes: include_bytes!("../../../web/docs/page.css"),
        packed: Packed::Not,
    },
];

/// The OpenAPI 3.1 document of this service.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "openapi",
    tag = "documentation",
    responses((status = 200, description = "The document", content_type = "application/json", body = Object), RouteProblems)
)]
pub(in crate::http) async fn document(service: Data<Service>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    let response = response.content_type("application/json");
    response.body(service.openapi.clone())
}

/// Interactive documentation.
#[utoipa::path(
    get,
    path = "/docs",
    operation_id = "docs",
    tag = "documentation",
    responses((status = 200, description = "A page", body = String, content_type = "text/html"), RouteProblems)
)]
pub(in crate::http) async fn page() -> HttpResponse {
    html(PAGE.replace("{root}", ""))
}

/// The same page for a browser that asks with a slash at the end.
#[utoipa::path(
    get,
    path = "/docs/",
    operation_id = "docs_below",
    tag = "documentation",
    responses((status = 200, description = "A page", body = String, content_type = "text/html"), RouteProblems)
)]
pub(in crate::http) async fn page_below() -> HttpResponse {
    html(PAGE.replace("{root}", "../"))
}

/// Every kind of problem, each under the fragment of its type.
#[utoipa::path(
    get,
    path = "/docs/problems",
    operation_id = "problems",
    tag = "documentation",
    responses((status = 200, description = "A page", body = String, content_type = "text/html"), RouteProblems)
)]
pub(in crate::http) async fn problems() -> HttpResponse {
    let paragraph = |error: ApiError| {
        let row = error.row();
        let problem = serde_json::to_string_pretty(&error.problem("8f14e45fceea167a"));
        let problem = escape(&problem.unwrap_or_default());
        let (slug, title, status) = (row.slug, row.title, row.status.as_u16());
        format!("<h2 id=\"{slug}\">{title} ({status})</h2>\n<pre>{problem}</pre>\n")
    };
    let problems: String = ApiError::samples().into_iter().map(paragraph).collect();
    html(PROBLEMS.replace("{problems}", &problems))
}

/// A file that the documentation needs.
#[utoipa::path(
    get,
    path = "/docs/{file}",
    operation_id = "docs_file",
    tag = "documentation",
    params(("file" = String, Path, description = "Name of the file", example = "start.js")),
    responses((status = 200, description = "The file", body = String, content_type = "text/javascript"), NameProblems)
)]
pub(in crate::http) async fn asset(
    request: HttpRequest,
    file: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let asset = ASSETS.iter().find(|asset| asset.name == file.as_str());
    let asset = asset.ok_or(ApiError::NotFound)?;
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.media)
        .insert_header((CACHE_CONTROL, CACHE))
        .insert_header((VARY, ACCEPT_ENCODING.as_str()));
    match asset.packed {
        Packed::Not => Ok(response.body(asset.bytes)),
        Packed::Gzip if accepts_gzip(&request) => {
            response.insert_header((CONTENT_ENCODING, "gzip"));
            Ok(response.body(in_pieces(Bytes::from_static(asset.bytes))))
        }
        Packed::Gzip => Ok(response.body(in_pieces(unpacked(asset)?))),
    }
}

/// A large file piece by piece: a client that does not read it holds no more than a piece.
fn in_pieces(bytes: Bytes) -> impl MessageBody {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let starts = (0..bytes.len()).step_by(PIECE);
    let pieces = starts.map(move |start| {
        let end = bytes.len().min(start + PIECE);
        Ok::<Bytes, Infallible>(bytes.slice(start..end))
    });
    SizedStream::new(length, iter(pieces.collect::<Vec<_>>()))
}

/// A page that may load the documentation's scripts and styles.
pub(super) fn html(page: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(page)
}

/// Whether one of the codings in `Accept-Encoding` is gzip (or any), and not by `q=0` refused.
fn accepts_gzip(request: &HttpRequest) -> bool {
    let accepted = request.headers().get_all(ACCEPT_ENCODING);
    let mut codings = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
        matches!(name, "gzip" | "x-gzip" | "*") && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// The unpacked bytes of an asset, which are unpacked once in the life of the process.
fn unpacked(asset: &Asset) -> Result<Bytes, ApiError> {
    static UNPACKED: Mutex<BTreeMap<&str, Bytes>> = Mutex::new(BTreeMap::new());
    let mut known = UNPACKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = known.get(asset.name) {
        return Ok(bytes.clone());
    }
    let mut bytes = Vec::new();
    let read = GzDecoder::new(asset.bytes).read_to_end(&mut bytes);
    read.map_err(|_| ApiError::Internal)?;
    let bytes = Bytes::from(bytes);
    known.insert(asset.name, bytes.clone());
    Ok(bytes)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
