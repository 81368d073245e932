//! A real server on a free port, asked over HTTP. The client holds every answer
//! against the OpenAPI document and the rules for problems and headers.

mod analyze;
mod batch;
mod client;
mod collector;
mod command;
mod connections;
mod doors;
mod errors;
mod formats;
mod limits;
mod operation;
mod raw;
mod server;
mod silence;
mod sound;
mod spans;
