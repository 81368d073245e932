//! The server: binds its port, serves until it is told to stop, and then
//! finishes what it has begun.
//!
//! ```text
//! SIGTERM ──► /health/ready says no ──► drain time ──► no new connections ──► last answer ──► end
//! ```

use std::future::{Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_http::error::DispatchError;
use actix_http::{HttpService, Protocol, Request};
use actix_server::{ServerBuilder, ServerHandle};
use actix_service::{
    IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config,
};
use actix_web::App;
use actix_web::body::MessageBody;
use actix_web::dev::{AppConfig, ServiceResponse};
use actix_web::middleware::{Condition, from_fn};
use actix_web::rt::net::TcpStream;
use actix_web::web::Data;
use tokio::net::TcpSocket;
use tokio::signal::unix::{SignalKind, signal};
use tracing::info;

use super::admin::Admin;
use super::admit::admit;
use super::analyze::Analyze;
use super::connection::{Connection, STALL};
use super::cors::cors;
use super::expect::expect;
use super::observe::observe;
use super::problem::HEAD_TIME;
use super::routes::{self, Door};
use super::service::Service;
use super::settings::Settings;
use super::turn::in_turn;

/// Connections that one worker keeps open, at some 14 KiB each; others wait to be accepted.
const CONNECTIONS: usize = 6144;
/// Connections that wait to be accepted; the system may allow fewer (`net.core.somaxconn`).
const BACKLOG: u32 = 4096;

/// A server that has its port.
pub struct Server {
    running: actix_server::Server,
    address: SocketAddr,
    admin: Option<Admin>,
    service: Data<Service>,
}

/// Stops a running server.
#[derive(Clone)]
pub struct Stop {
    handle: ServerHandle,
    service: Data<Service>,
}

impl Server {
    /// Takes the port. Inside of an actix system only.
    pub fn bind(settings: &Settings, analyzer: Arc<dyn Analyze>) -> io::Result<Self> {
        let limits = settings.limits;
        let service = Data::new(Service::new(analyzer, settings)?);
        let admin = settings.admin.map(|address| Admin::bind(address, &service));
        let door = settings.admin.map_or(Door::Whole, |_| Door::Public);
        // What has begun may take a body's time and an analysis's time to its end.
        let patience = limits.wait + 2 * limits.deadline + Duration::from_secs(1);
        let listener = listen(settings.listen)?;
        let address = listener.local_addr()?;
        let builder = ServerBuilder::default()
            .workers(settings.workers)
            .max_concurrent_connections(CONNECTIONS)
            .shutdown_timeout(patience.as_secs())
            .shutdown_signal(told_to_stop(service.clone(), settings.drain));
        let stopping = builder.graceful_shutdown_signal();
        let shared = service.clone();
        let server = builder.listen("copydesk", listener, move || {
            let stopping = stopping.clone();
            let (connecting, expecting) = (shared.clone(), shared.clone());
            let http = HttpService::build()
                .client_request_timeout(HEAD_TIME)
                // It would cut off a client that takes its answer slowly; a connection closes itself.
                .keep_alive(2 * STALL)
                .on_connect_ext(|connection: &Connection, data| {
                    data.insert(connection.turn());
                })
                // A client that has hung up wants no answer: its analysis stops.
                .h1_allow_half_closed(false)
                .graceful_shutdown_signal(move || {
                    let stopping = stopping.clone();
                    async move { stopping.notified().await }
                })
                .expect(fn_service(move |request| {
                    let checked = expect(request, &expecting);
                    ready(checked)
                }))
                .finish(map_config(application(&shared, door), |()| {
                    AppConfig::default()
                }));
            fn_service(move |stream| accept(stream, connecting.clone())).and_then(http)
        })?;
        Ok(Self {
            running: server.run(),
            address,
            admin: admin.transpose()?,
            service,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it answers the operator, if that is another port.
    pub fn admin_address(&self) -> Option<SocketAddr> {
        self.admin.as_ref().map(|admin| admin.address)
    }

    /// What stops it.
    pub fn stop(&self) -> Stop {
        Stop {
            handle: self.running.handle(),
            service: self.service.clone(),
        }
    }

    /// Serves until it is stopped, by a signal or by [`Stop`].
    pub async fn run(self) -> io::Result<()> {
        let admin = self.admin_address().map(tracing::field::display);
        info!(address = %self.address, admin, version = env!("CARGO_PKG_VERSION"), "serving");
        let admin = self.admin.map(|admin| {
            let handle = admin.running.handle();
            actix_web::rt::spawn(admin.running);
            handle
        });
        let outcome = self.running.await;
        if let Some(admin) = admin {
            admin.stop(false).await;
        }
        let service = self.service.clone();
        // A thread that waits for a collector must not hold the event loop.
        let _ = actix_web::web::block(move || service.spans.finish()).await;
        info!("stopped");
        outcome
    }
}

impl Stop {
    /// Turns `/health/ready` to no, as the first step of a stop.
    pub fn announce(&self) {
        self.service.stop();
    }

    /// Stops the server when all requests are answered.
    pub async fn finish(&self) {
        self.announce();
        self.handle.stop(true).await;
    }
}

/// A socket that listens, with room for connections that wait.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

/// The application of one worker behind this door.
pub(super) fn application(
    service: &Data<Service>,
    door: Door,
) -> impl ServiceFactory<
    Request,
    Config = AppConfig,
    Response = ServiceResponse<impl MessageBody + use<>>,
    Error = actix_web::Error,
    InitError = (),
> + use<> {
    App::new()
        .app_data(service.clone())
        .app_data(door)
        .configure(|app| routes::configure(app, door))
        .wrap(from_fn(admit))
        .wrap(Condition::new(
            !service.origins.is_empty(),
            cors(&service.origins),
        ))
        .wrap(from_fn(observe))
        .wrap(from_fn(in_turn))
        .into_factory()
}

/// What actix-http takes for a connection.
type Accepted = (Connection, Protocol, Option<SocketAddr>);

/// A connection that answers with problems, and who is at its other end.
fn accept(stream: TcpStream, service: Data<Service>) -> Ready<Result<Accepted, DispatchError>> {
    let peer = stream.peer_addr().ok();
    ready(Ok((
        Connection::new(stream, service),
        Protocol::Http1,
        peer,
    )))
}

/// Ends when the server is to stop: at once after SIGINT (a person waits at a
/// terminal), after the drain time after SIGTERM (a load balancer looks for another).
async fn told_to_stop(service: Data<Service>, drain: Duration) {
    let kinds = [SignalKind::terminate(), SignalKind::interrupt()];
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(kinds[0]), signal(kinds[1])) else {
        tracing::error!("signals cannot be heard: only the end of the process stops the server");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => service.stop(),
        _ = terminate.recv() => {
            service.stop();
            info!(drain_s = drain.as_secs_f64(), "told to stop");
            tokio::time::sleep(drain).await;
        }
    }
}
