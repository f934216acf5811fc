//! Good files with some of their bytes changed.

use std::path::Path;

use troth_harness::TestStore;
use troth_records::{Options, check_file, find_kind};
use troth_store::Engine;

use crate::fuzz;

/// Numbers that are the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// What hurts readers of files.
const NASTY: [&[u8]; 14] = [
    b"\"",
    b"\"\"\"",
    b";",
    b"\t",
    b"\r",
    b"\n",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"9e999",
    b"-0.000",
    b"99999999999999999999",
    b"0000-00-00",
    b"<x><y/></x>",
];

fn damage(numbers: &mut Numbers, file: &mut Vec<u8>) {
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(file.len());
        match numbers.below(5) {
            0 => file[at] ^= 1 << numbers.below(8),
            1 => {
                let nasty = NASTY[numbers.below(NASTY.len())];
                file.splice(at..at, nasty.iter().copied());
            }
            2 => file.truncate(at.max(1)),
            3 => {
                let end = (at + numbers.below(200)).min(file.len());
                let again = file[at..end].to_vec();
                file.splice(at..at, again);
            }
            _ => {
                let end = (at + 4).min(file.len());
                file[at..end].fill(u8::try_from(numbers.below(256)).unwrap());
            }
        }
    }
}

fn good() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/data");
    let mut files = vec![
        b"customer,at,amount,product\na,2026-01-02,5.00,tea\nb,2026-01-03,-7.25,\"milk, fresh\"\n".to_vec(),
        "customer;at;amount;product\nJ\u{e9}r\u{f4}me;02.01.2026;1.234,50;\"two\nlines\"\n"
            .as_bytes()
            .to_vec(),
        b"customer\tat\tamount\tkey\na\t2026-01-02T10:00:00Z\t5\tk1\n\na\t2026-01-02\t5\tk2\n".to_vec(),
    ];
    for name in ["orders.xlsx", "orders.parquet", "orders-zstd.parquet", "orders-gzip.parquet"] {
        files.push(std::fs::read(folder.join(name)).unwrap());
    }
    files
}

#[test]
fn damaged_files_are_read_or_refused() {
    let (good, mut numbers) = (good(), Numbers(1));
    for round in 0..350 {
        let mut bytes = good[round % good.len()].clone();
        damage(&mut numbers, &mut bytes);
        fuzz::file(&bytes);
    }
}

/// The same through the check of an import, which reads every value as what its field wants.
#[tokio::test]
async fn damaged_files_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestStore::open(Engine::Sqlite, vec![troth_records::part()]).await.unwrap();
    let kind = find_kind(&test.store, "purchases").unwrap();
    let (good, mut numbers) = (good(), Numbers(2));
    let (mut right, mut refused) = (0, 0);
    for round in 0..200 {
        let mut bytes = good[round % good.len()].clone();
        damage(&mut numbers, &mut bytes);
        let file = folder.path().join("file.csv");
        std::fs::write(&file, &bytes).unwrap();
        match check_file(&test.store, &kind, &file, &Options::default(), &mut |_, _| {}).await {
            Ok(checked) => {
                let would = checked.would.new + checked.would.changed + checked.would.same;
                assert_eq!(would + checked.wrong, checked.rows, "round {round}");
                right += 1;
            }
            Err(error) => {
                assert_eq!(error.to_string().lines().count(), 1, "round {round}: {error}");
                refused += 1;
            }
        }
    }
    assert!(right > 20 && refused > 20, "{right} files were read, {refused} refused");
}
