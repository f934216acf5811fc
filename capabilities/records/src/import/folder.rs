//! The folder of uploads: files on their way into it, and what is cleared away.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use tokio::io::AsyncWriteExt;
use troth_core::BatchId;

/// Where the file of an upload waits, whatever it is.
pub(super) fn file_of(folder: &Path, id: BatchId) -> PathBuf {
    folder.join(format!("{id}.upload"))
}

/// A file on its way into the folder of uploads: written piece by piece, then kept as that of an upload. One that is
/// not kept is removed.
pub(crate) struct Arriving {
    file: tokio::fs::File,
    path: PathBuf,
    pub(crate) bytes: u64,
}

impl Arriving {
    /// An empty file whose name nobody else has.
    pub(crate) async fn begin(folder: &Path, name: u128) -> std::io::Result<Self> {
        tokio::fs::create_dir_all(folder).await?;
        let path = folder.join(format!("{name:032x}.part"));
        Ok(Self { file: tokio::fs::File::create(&path).await?, path, bytes: 0 })
    }

    /// One more piece.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> std::io::Result<()> {
        self.bytes += piece.len() as u64;
        self.file.write_all(piece).await
    }

    /// The file of an upload from now on, on disk.
    pub(crate) async fn keep(mut self, folder: &Path, id: BatchId) -> std::io::Result<()> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        tokio::fs::rename(&self.path, file_of(folder, id)).await
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        // One that was kept is not there under this name any more.
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, "a file that did not arrive could not be removed");
            }
            _ => {}
        }
    }
}

/// Removes files of uploads that are not to be kept. One that is just arriving has no row yet: it goes by its age.
pub(super) fn clear(folder: &Path, kept: &HashSet<String>, before: i64) -> std::io::Result<u64> {
    let mut cleared = 0;
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        other => other?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let changed = entry.metadata()?.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let arriving = name.rsplit_once('.').is_some_and(|(_, end)| end == "part")
            && i128::from(before) < changed.as_micros().cast_signed();
        let ours = [".upload", ".wrong.csv", ".part"].iter().any(|end| name.ends_with(end));
        if ours && !arriving && !kept.contains(&name) {
            std::fs::remove_file(entry.path())?;
            cleared += 1;
        }
    }
    Ok(cleared)
}
