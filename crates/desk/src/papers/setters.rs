//! Threads that set the papers of jobs: one for each core, below everything that people wait for.

use std::sync::OnceLock;

/// Priority of these threads (`nice` in POSIX; the scale of Linux): while others want the processor they get a seventieth
/// of it, alone they get all of it. A paper that somebody asks for is set at once and not here.
#[cfg(target_os = "linux")]
const NICE: i32 = 19;

/// The threads, started with the first paper.
#[derive(Default)]
pub(crate) struct Setters(OnceLock<Option<rayon::ThreadPool>>);

impl Setters {
    /// Does `work` on one of the threads; `None` when it panicked.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (send, answer) = tokio::sync::oneshot::channel();
        let work = move || {
            // Whoever asked may be gone, as when the server stops: the job is done again.
            let _ = send.send(work());
        };
        match self.0.get_or_init(start) {
            Some(threads) => threads.spawn(work),
            None => drop(tokio::task::spawn_blocking(work)),
        }
        answer.await.ok()
    }
}

fn start() -> Option<rayon::ThreadPool> {
    let built = rayon::ThreadPoolBuilder::new()
        .thread_name(|n| format!("papers-{n}"))
        .start_handler(|_| step_back())
        .panic_handler(|_| tracing::error!("setting a paper panicked"))
        .build();
    built.inspect_err(|error| tracing::warn!(%error, "papers are set without threads of their own")).ok()
}

/// Elsewhere than on Linux a priority belongs to the whole process, so it stays as it is.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE) {
        tracing::debug!(%error, "papers are set with the priority of everything else");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_done_and_a_panic_is_survived() {
        let setters = Setters::default();
        assert_eq!(setters.run(|| 1 + 1).await, Some(2));
        assert_eq!(setters.run(|| panic!("on purpose")).await, None::<()>);
        assert_eq!(setters.run(|| 3).await, Some(3), "the thread goes on");
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn the_threads_step_back() {
        let nice =
            || rustix::process::getpriority_process(Some(rustix::thread::gettid())).expect("a priority");
        let here = nice();
        assert_eq!(Setters::default().run(nice).await, Some(NICE), "from {here}");
    }
}
