//! The OpenAPI 3.1 document, generated from the wire types and the routes. Its
//! problems are the table of [`ApiError`], so that the document cannot promise
//! another status than the code raises.
//!
//! ```text
//! copydesk openapi > openapi/openapi.json      (or UPDATE_GOLDEN=1 cargo test openapi)
//! ```

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{
    AdditionalProperties, Array, Object, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type,
};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, Header, Ref, RefOr, Required, ResponseBuilder, example::ExampleBuilder,
};
use utoipa::{IntoResponses, Modify, OpenApi};

use super::accept;
use super::keys::KEY_HEADER;
use super::problem::{ApiError, PROBLEM_TYPE, Problem};
use super::routes::{analyze, batch, docs, health, languages, metrics, playground};
use super::wire::AnalyzeRequest;
use crate::formats::Format;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Copydesk",
        description = "Reads the text of one news article and says what a careful copy editor would mark in it: \
            language, dates, names, who said what, quoted speech. Stateless: the same request has the same answer."
    ),
    tags(
        (name = "analysis", description = "Articles in, findings out"),
        (name = "operation", description = "For probes, operators and tools"),
        (name = "documentation", description = "For people")
    ),
    paths(
        analyze::analyze, batch::batch, languages::languages, health::live, health::ready, metrics::metrics,
        docs::document, docs::page, docs::page_below, docs::problems, docs::asset, playground::page, playground::asset
    ),
    components(schemas(AnalyzeRequest, Problem)),
    modifiers(&Analysis, &ShownKeys)
)]
struct Api;

/// The OpenAPI document as JSON text, ended by a line feed.
pub fn openapi() -> String {
    // The document is made of values that JSON has.
    let mut text = Api::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// How a key is shown, where the server asks for one.
struct ShownKeys;

impl Modify for ShownKeys {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let Some(components) = api.components.as_mut() else {
            return;
        };
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key, where the server has a list of keys"));
        let header = ApiKeyValue::with_description(
            KEY_HEADER.as_str(),
            "The same key in a header of its own",
        );
        let header = SecurityScheme::ApiKey(ApiKey::Header(header));
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
        components.add_security_scheme("header", header);
    }
}

/// What the macros cannot say of `POST /v1/analyze`.
struct Analysis;

impl Modify for Analysis {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let Some(schemas) = api.components.as_mut().map(|all| &mut all.schemas) else {
            return;
        };
        let Some(RefOr::T(Schema::Object(request))) = schemas.remove("AnalyzeRequest") else {
            return;
        };
        let fields = request.properties.iter().filter_map(parameter);
        let own = [
            format_parameter(
                Format::ALL.as_slice(),
                "The format of the answer, beside a body of any type. It goes before `Accept`. \
                 ninjs has no media type of its own and comes as application/json, brat as text/plain.",
            ),
            patience_parameter(
                "The longest time in milliseconds that the client waits, from the head of the request to its answer. \
                 It shortens the limits of the server for the body, the wait and the analysis, and lengthens none.",
            ),
        ];
        let parameters: Vec<_> = fields.chain(own).map(RefOr::T).collect();
        for (name, article) in ARTICLES {
            let request = request_with(&request, article);
            schemas.insert(name.to_owned(), RefOr::T(Schema::Object(request)));
        }
        let either = ARTICLES.map(|(name, _)| Ref::from_schema_name(name));
        let either = either
            .into_iter()
            .fold(OneOfBuilder::new(), OneOfBuilder::item)
            .description(request.description);
        schemas.insert(
            "AnalyzeRequest".to_owned(),
            RefOr::T(Schema::OneOf(either.build())),
        );
        if let Some(operation) = post(api, "/v1/analyze") {
            operation.parameters = Some(parameters);
            examples(operation);
        }
        if let Some(operation) = post(api, "/v1/batch") {
            operation.parameters = Some(lines().map(RefOr::T).to_vec());
        }
    }
}

fn post<'a>(api: &'a mut utoipa::openapi::OpenApi, path: &str) -> Option<&'a mut Operation> {
    api.paths.paths.get_mut(path)?.post.as_mut()
}

/// The parameters of a batch.
fn lines() -> [Parameter; 2] {
    let formats = Format::ALL
        .into_iter()
        .filter(|format| format.is_one_line());
    let formats: Vec<Format> = formats.collect();
    [
        format_parameter(&formats, "The format of every line."),
        patience_parameter(
            "The longest time in milliseconds that the analysis of one line may take. \
             It shortens the limit of the server, and lengthens none.",
        ),
    ]
}

/// A field of the JSON request as a query parameter beside a body of text.
fn parameter((name, schema): (&String, &RefOr<Schema>)) -> Option<Parameter> {
    if name == "text" || name == "html" {
        return None;
    }
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(format!(
            "As `{name}` of a JSON request, beside a body of text or HTML"
        )))
        .schema(Some(without_null(schema)));
    let list = parameter.style((name == "include").then_some(ParameterStyle::Form));
    Some(list.explode((name == "include").then_some(false)).build())
}

/// The two kinds of request, and the field with the article of each. A schema for each, since
/// generators of clients take little notice of what is required under `oneOf`.
const ARTICLES: [(&str, &str); 2] = [("TextRequest", "text"), ("HtmlRequest", "html")];

/// The request whose article is in the field `article`.
fn request_with(request: &Object, article: &str) -> Object {
    let mut request = request.clone();
    // `null` stands for an absent field, which this one must not be. The other one may be `null` too,
    // but generators of clients make nothing good of a field that is only that.
    request
        .properties
        .retain(|name, _| name == article || ARTICLES.iter().all(|(_, other)| name != other));
    if let Some(schema) = request.properties.get_mut(article) {
        *schema = without_null(schema);
    }
    request.required = vec![article.to_owned()];
    request.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    request.description = Some(format!(
        "An article as {article}, and what is wanted to know about it."
    ));
    request
}

/// One of these formats, which all bodies have in the query.
fn format_parameter(formats: &[Format], description: &str) -> Parameter {
    let names = formats.iter().map(|format| format.name());
    let names = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(names))
        .default(Some(json!(Format::default().name())));
    ParameterBuilder::new()
        .name(accept::FORMAT)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(names))
        .build()
}

/// The header with the time that a client gives.
fn patience_parameter(description: &str) -> Parameter {
    let milliseconds = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1));
    ParameterBuilder::new()
        .name("X-Request-Timeout-Ms")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(milliseconds))
        .build()
}

/// The same schema for a place where `null` cannot be written.
fn without_null(schema: &RefOr<Schema>) -> RefOr<Schema> {
    let mut schema = schema.clone();
    if let RefOr::T(Schema::OneOf(either)) = &schema
        && let Some(first) = either.items.first()
    {
        return first.clone();
    }
    if let RefOr::T(
        Schema::Object(Object { schema_type, .. }) | Schema::Array(Array { schema_type, .. }),
    ) = &mut schema
        && let SchemaType::Array(types) = schema_type
        && let Some(first) = types.first()
    {
        *schema_type = SchemaType::Type(first.clone());
    }
    schema
}

/// The examples of a request and of its answer.
fn examples(operation: &mut Operation) {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let request = read(include_str!("../../openapi/example.request.json"));
    let answer = read(include_str!("../../openapi/example.answer.json"));
    let text = request
        .as_ref()
        .and_then(|request| request.get("text").cloned());
    if let Some(RefOr::T(body)) = operation.request_body.as_mut() {
        for (media, content) in &mut body.content {
            let RefOr::T(content) = content else { continue };
            content.example = match media.as_str() {
                "application/json" => request.clone(),
                "text/plain" => text.clone(),
                _ => text
                    .as_ref()
                    .and_then(|text| Some(json!(format!("<p>{}</p>", text.as_str()?)))),
            };
        }
    }
    if let Some(RefOr::T(response)) = operation.responses.responses.get_mut("200") {
        let native = response.content.get_mut(Format::Native.media_type());
        if let Some(RefOr::T(content)) = native {
            content.example.clone_from(&answer);
        }
    }
}

/// Problems of `POST /v1/analyze`.
pub(super) struct AnalysisProblems;
/// Problems of `POST /v1/batch` as a whole.
pub(super) struct BatchProblems;
/// Problems that every route has.
pub(super) struct RouteProblems;
/// Problems of a route that a stopping server refuses.
pub(super) struct ReadyProblems;
/// Problems of a route with a name in its path.
pub(super) struct NameProblems;
/// Problems of the metrics, which may want a key or be behind another port.
pub(super) struct MetricsProblems;

impl IntoResponses for AnalysisProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let never = |error: &ApiError| {
            matches!(
                error,
                ApiError::NotFound | ApiError::OriginRefused | ApiError::ShuttingDown
            )
        };
        responses(|error| !never(error))
    }
}

impl IntoResponses for BatchProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses(|error| {
            matches!(
                error,
                ApiError::MalformedQuery
                    | ApiError::MalformedRequest
                    | ApiError::Unauthorized
                    | ApiError::MethodNotAllowed { .. }
                    | ApiError::HeadTimeout
                    | ApiError::HeadTooLarge
                    | ApiError::UnsupportedMediaType { .. }
                    | ApiError::InvalidFields(_)
                    | ApiError::Overloaded { .. }
                    | ApiError::Internal
            )
        })
    }
}

impl IntoResponses for RouteProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        responses(|error| {
            matches!(
                error,
                ApiError::MethodNotAllowed { .. } | ApiError::Internal
            )
        })
    }
}

impl IntoResponses for ReadyProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = RouteProblems::responses();
        all.extend(responses(|error| *error == ApiError::ShuttingDown));
        all
    }
}

impl IntoResponses for MetricsProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = NameProblems::responses();
        all.extend(responses(|error| *error == ApiError::Unauthorized));
        all
    }
}

impl IntoResponses for NameProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = RouteProblems::responses();
        all.extend(responses(|error| *error == ApiError::NotFound));
        all
    }
}

/// One response per status, with an example for each kind of error that has it.
fn responses(is_here: impl Fn(&ApiError) -> bool) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<ApiError>> = BTreeMap::new();
    for error in ApiError::samples().into_iter().filter(is_here) {
        by_status
            .entry(error.row().status.as_u16())
            .or_default()
            .push(error);
    }
    let response = |(status, errors): (u16, Vec<ApiError>)| (status.to_string(), response(&errors));
    by_status.into_iter().map(response).collect()
}

fn response(errors: &[ApiError]) -> RefOr<Response> {
    let titles: Vec<&str> = errors.iter().map(|error| error.row().title).collect();
    let mut content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    for error in errors {
        let problem = error.problem("8f14e45fceea167a5a36dedd4bea2543");
        let example = ExampleBuilder::new()
            .summary(error.row().title)
            .value(serde_json::to_value(problem).ok());
        content = content.examples_from_iter([(error.row().slug, example.build())]);
    }
    let response = ResponseBuilder::new()
        .description(titles.join("; "))
        .content(PROBLEM_TYPE, content.build());
    let header = |name: &str| {
        let text = ObjectBuilder::new().schema_type(Type::String);
        (name.to_owned(), Header::new(text))
    };
    let response = match errors.first() {
        Some(ApiError::MethodNotAllowed { .. }) => Some(header("Allow")),
        Some(ApiError::Unauthorized) => Some(header("WWW-Authenticate")),
        Some(error) if error.row().status.as_u16() == 503 => Some(header("Retry-After")),
        _ => None,
    }
    .into_iter()
    .fold(response, |response, (name, header)| {
        response.header(name, header)
    });
    RefOr::T(response.build())
}
