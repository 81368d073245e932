//! `GET /`: the playground, a page on which an editor pastes a story and sees
//! who said what. Its files are those of `web/playground/`, and nothing else is
//! loaded.
//!
//! ```text
//! /                      index.html
//! /playground/main.js    and its other files
//! ```

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, EntityTag, Header, IF_NONE_MATCH, IfNoneMatch,
};
use actix_web::web::Path;
use include_dir::{Dir, File, include_dir};

use crate::http::openapi::{NameProblems, RouteProblems};
use crate::http::problem::ApiError;
use crate::model::hash;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/web/playground");

/// Scripts, styles and answers from the service alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The names have no version in them, so a browser asks each time whether a file has changed:
/// modules of two versions must not meet.
const CACHE: &str = "no-cache";

/// The playground: paste a story, see the findings on it.
#[utoipa::path(
    get,
    path = "/",
    operation_id = "playground",
    tag = "documentation",
    responses(
        (status = 200, description = "A page", body = String, content_type = "text/html"),
        (status = 304, description = "The page that the client has"),
        RouteProblems
    )
)]
pub(in crate::http) async fn page(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    serve(&request, "index.html")
}

/// A file that the playground needs.
#[utoipa::path(
    get,
    path = "/playground/{file}",
    operation_id = "playground_file",
    tag = "documentation",
    params(("file" = String, Path, description = "Name of the file", example = "main.js")),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/javascript"),
        (status = 304, description = "The file that the client has"),
        NameProblems
    )
)]
pub(in crate::http) async fn asset(
    request: HttpRequest,
    file: Path<String>,
) -> Result<HttpResponse, ApiError> {
    serve(&request, file.as_str())
}

fn serve(request: &HttpRequest, name: &str) -> Result<HttpResponse, ApiError> {
    let file = FILES.get_file(name).ok_or(ApiError::NotFound)?;
    let (media, text) = media(file)
        .zip(file.contents_utf8())
        .ok_or(ApiError::NotFound)?;
    let tag = EntityTag::new_strong(format!("{:016x}", hash(text)));
    let is_known = is_known(request, &tag);
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((CACHE_CONTROL, CACHE))
        .insert_header((ETAG, tag.to_string()))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .content_type(media);
    Ok(if is_known {
        response.finish()
    } else {
        response.body(text)
    })
}

/// Whether the client has the file with this tag already.
fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => request.headers().contains_key(IF_NONE_MATCH),
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}

/// The media type of a file, by its ending.
fn media(file: &File) -> Option<&'static str> {
    Some(match file.path().extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}
