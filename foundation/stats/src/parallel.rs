//! Sums over many cells on all cores, the same to the last bit on any number of threads.

use rayon::prelude::*;

/// Cells per piece. Pieces are fixed by position, never by the number of threads, and their sums are added in order.
const PIECE: usize = 4096;

/// Adds up `N` sums over `cells`; `add` puts one cell into the sums.
pub(crate) fn sums<const N: usize, T: Sync>(cells: &[T], add: impl Fn(&T, &mut [f64; N]) + Sync) -> [f64; N] {
    let piece = |cells: &[T]| {
        let mut sums = [0.0; N];
        for cell in cells {
            add(cell, &mut sums);
        }
        sums
    };
    if cells.len() <= PIECE {
        return piece(cells);
    }
    let pieces: Vec<[f64; N]> = cells.par_chunks(PIECE).map(piece).collect();
    let mut total = [0.0; N];
    for sums in pieces {
        for (t, s) in total.iter_mut().zip(sums) {
            *t += s;
        }
    }
    total
}
