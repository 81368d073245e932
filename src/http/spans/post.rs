//! One POST, for spans: a client as small as that. It runs on the exporter's own thread, where it
//! may wait.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};

/// The longest that any step may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Says what it is told to, and listens for the status.
#[derive(Debug)]
pub(super) struct Post;

#[async_trait]
impl HttpClient for Post {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let status = send(&request)?;
        Ok(Response::builder().status(status).body(Bytes::new())?)
    }
}

fn send(request: &Request<Bytes>) -> io::Result<u16> {
    let mut stream = connect(request)?;
    stream.write_all(&head(request))?;
    stream.write_all(request.body())?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    let status = status.strip_prefix(b"HTTP/1.");
    let status = status.and_then(|rest| str::from_utf8(rest.get(2..)?).ok()?.parse().ok());
    status.ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// A connection to the first of the host's addresses that answers.
fn connect(request: &Request<Bytes>) -> io::Result<TcpStream> {
    let host = request.uri().host().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let port = request.uri().port_u16().unwrap_or(80);
    let mut outcome = Err(io::ErrorKind::NotFound.into());
    for address in (host, port).to_socket_addrs()? {
        outcome = TcpStream::connect_timeout(&address, PATIENCE);
        if outcome.is_ok() {
            break;
        }
    }
    let stream = outcome?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

fn head(request: &Request<Bytes>) -> Vec<u8> {
    let host = request.uri().authority().map_or("", |own| own.as_str());
    let (path, length) = (request.uri().path(), request.body().len());
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\nconnection: close\r\n"
    )
    .into_bytes();
    for (name, value) in request.headers() {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}
