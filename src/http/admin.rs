//! The operator's port: probes and metrics, apart from the articles. It has a thread and
//! connections of its own, so that it answers when the public port is held by its clients.

use std::io;
use std::net::SocketAddr;

use actix_http::{HttpService, Protocol};
use actix_server::{Server, ServerBuilder};
use actix_service::{ServiceFactoryExt, fn_service, map_config};
use actix_web::dev::AppConfig;
use actix_web::rt::net::TcpStream;
use actix_web::web::Data;

use super::problem::HEAD_TIME;
use super::routes::Door;
use super::server::{application, listen};
use super::service::Service;

/// Connections that are kept open; others wait to be accepted.
const CONNECTIONS: usize = 256;

/// A server on the operator's port, and where it listens.
pub(super) struct Admin {
    pub(super) running: Server,
    pub(super) address: SocketAddr,
}

impl Admin {
    /// Takes the port. It ends when it is told to, not by a signal.
    pub(super) fn bind(address: SocketAddr, service: &Data<Service>) -> io::Result<Self> {
        let listener = listen(address)?;
        let address = listener.local_addr()?;
        let service = service.clone();
        let builder = ServerBuilder::default()
            .workers(1)
            .max_concurrent_connections(CONNECTIONS)
            .disable_signals();
        let server = builder.listen("copydesk-admin", listener, move || {
            let application = application(&service, Door::Admin);
            let http = HttpService::build()
                .client_request_timeout(HEAD_TIME)
                .finish(map_config(application, |()| AppConfig::default()));
            fn_service(async |stream: TcpStream| {
                let peer = stream.peer_addr().ok();
                Ok((stream, Protocol::Http1, peer))
            })
            .and_then(http)
        })?;
        Ok(Self {
            running: server.run(),
            address,
        })
    }
}
