//! A program's time and peak memory.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

/// What a run of a program took.
pub(crate) struct Took {
    pub(crate) seconds: f64,
    /// Seconds of both cores at work: what the wall clock would say of an idle machine with one core.
    pub(crate) work: f64,
    /// Peak resident memory in megabytes.
    pub(crate) megabytes: f64,
    pub(crate) answer: String,
}

/// Peak resident memory of a process so far, in megabytes.
pub(crate) fn peak(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next());
    Some(kilobytes?.parse::<f64>().ok()? / 1024.0)
}

/// Seconds a process has been at work, in its own code and in the kernel for it.
fn work(process: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold spaces; after it come numbers, of which the 12th and 13th are ticks of a hundredth of a second.
    let mut numbers = stat.rsplit_once(')')?.1.split_whitespace().skip(11).map(str::parse::<f64>);
    Some((numbers.next()?.ok()? + numbers.next()?.ok()?) / 100.0)
}

/// Runs a program to its end and reads what it says.
pub(crate) fn run(program: &str, arguments: &[&str]) -> anyhow::Result<Took> {
    let started = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let mut stdout = child.stdout.take().context("no stdout")?;
    let reading = std::thread::spawn(move || {
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stdout, &mut answer).map(|_| answer)
    });
    let (mut megabytes, mut at_work) = (0.0, 0.0);
    let status = loop {
        at_work = work(child.id()).unwrap_or(at_work);
        megabytes = peak(child.id()).unwrap_or(megabytes);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let seconds = started.elapsed().as_secs_f64();
    anyhow::ensure!(status.success(), "{program} {arguments:?} failed");
    let answer = reading.join().map_err(|_| anyhow::anyhow!("the reader panicked"))??;
    Ok(Took { seconds, work: at_work, megabytes, answer })
}
