//! The tarball as python.org serves it.

use std::io::Read;
use std::time::Duration;

use anyhow::{Result, anyhow};

use super::Origin;
use super::releases::Release;
use crate::progress::{Step, Unit};

const BASE: &str = "https://www.python.org/ftp/python";

/// How long a server may be silent; there are other places to get the source from.
const PATIENCE: Duration = Duration::from_secs(8);

/// python.org, or a server laid out like it.
pub(crate) struct PythonOrg {
    base: String,
    agent: ureq::Agent,
    /// Why the server cannot be reached, so that it is not tried again for another release.
    unreachable: Option<String>,
}

impl PythonOrg {
    pub(crate) fn new() -> Self {
        Self::at(BASE, PATIENCE)
    }

    fn at(base: &str, patience: Duration) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_resolve(Some(patience))
            .timeout_connect(Some(patience))
            .timeout_recv_response(Some(patience))
            .timeout_per_read(Some(patience))
            .user_agent(concat!("cpython-rust/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self {
            base: base.to_owned(),
            agent,
            unreachable: None,
        }
    }
}

impl Origin for PythonOrg {
    fn name(&self) -> &'static str {
        "python.org"
    }

    fn open(&mut self, release: &Release, step: &mut Step<'_>) -> Result<Box<dyn Read>> {
        if let Some(reason) = &self.unreachable {
            return Err(anyhow!("{reason}"));
        }
        let url = format!("{}/{}/{}", self.base, release.version, release.file_name());
        step.say(&url);
        let response = self.agent.get(&url).call().map_err(|error| {
            if let ureq::Error::StatusCode(status) = error {
                return anyhow!("the server answers {status} for {url}");
            }
            let reason = format!("the server cannot be reached ({error})");
            self.unreachable = Some(reason.clone());
            anyhow!("{reason}")
        })?;
        step.expect(release.size, Unit::Bytes);
        Ok(Box::new(response.into_body().into_reader()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;

    use super::super::checked;
    use super::super::releases::ABC;
    use super::*;
    use crate::progress::Progress;

    /// Serve `answer` once, to whoever asks; the request's first line comes back.
    fn server(answer: &'static str) -> (PythonOrg, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a client");
            let mut request = [0; 4096];
            let read = stream.read(&mut request).expect("a request");
            stream.write_all(answer.as_bytes()).expect("sent");
            let request = String::from_utf8_lossy(&request[..read]);
            request.lines().next().unwrap_or_default().to_owned()
        });
        (PythonOrg::at(&base, Duration::from_secs(5)), thread)
    }

    /// Fetch ABC from a server that answers so; what happened, and which files are left.
    fn fetch(answer: &'static str) -> (Result<(), String>, usize) {
        let (mut origin, thread) = server(answer);
        let dir = tempfile::tempdir().expect("a temporary directory");
        let progress = Progress::silent();
        let mut step = progress.step("source");
        let result = origin.open(&ABC, &mut step).and_then(|mut content| {
            checked::write(&ABC, &mut content, &dir.path().join("abc"), &mut |_| ())
        });
        let request = thread.join().expect("served");
        assert_eq!(request, "GET /0.0.1/Python-0.0.1.tar.xz HTTP/1.1");
        let left = std::fs::read_dir(dir.path())
            .expect("the directory")
            .count();
        (result.map_err(|error| format!("{error:#}")), left)
    }

    #[test]
    fn a_whole_file() {
        let whole = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(fetch(whole), (Ok(()), 1));
    }

    #[test]
    fn a_connection_that_closes_too_early() {
        let cut = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab";
        let truncated = "it is truncated: it ends after 2 of 3 bytes".to_owned();
        assert_eq!(fetch(cut), (Err(truncated), 0));
    }

    #[test]
    fn an_error_page_in_place_of_the_file() {
        let (result, left) = fetch("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsorry");
        let text = result.expect_err("wrong content");
        assert!(
            text.starts_with("it is not what was released: its SHA-256 is"),
            "{text}"
        );
        assert_eq!(left, 0);
    }

    #[test]
    fn a_file_that_the_server_does_not_have() {
        let (result, left) = fetch("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        let text = result.expect_err("missing");
        assert!(
            text.starts_with("the server answers 404 for http://127.0.0.1:"),
            "{text}"
        );
        assert_eq!(left, 0);
    }

    #[test]
    fn a_server_that_is_not_there_is_asked_once() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        drop(listener);
        let mut origin = PythonOrg::at(&base, Duration::from_secs(5));
        let progress = Progress::silent();
        let mut step = progress.step("source");
        let first = origin
            .open(&ABC, &mut step)
            .err()
            .expect("refused")
            .to_string();
        assert!(first.starts_with("the server cannot be reached"), "{first}");
        assert!(origin.unreachable.is_some());
        assert_eq!(
            origin
                .open(&ABC, &mut step)
                .err()
                .expect("refused")
                .to_string(),
            first
        );
    }

    #[test]
    fn a_server_that_says_nothing_is_not_waited_for() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let mut origin = PythonOrg::at(&base, Duration::from_millis(200));
        let progress = Progress::silent();
        let start = std::time::Instant::now();
        assert!(origin.open(&ABC, &mut progress.step("source")).is_err());
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}
