//! Looking somebody up by the first letters of anything that is known of them.

use troth_core::Actor;
use troth_harness::{START, TestStore};
use troth_records::{Options, find_kind, import_file, undo_import};

const ACCOUNTS: &str = "key,name,kind\nC-100,Müller & Söhne,organisation\nC-200,Ångström AB,organisation\n";
const CONTACTS: &str = "key,customer,name,email,phone\n\
     p1,C-100,Élodie Martin,elodie@mueller.example,+49 (0)170 1234567\n\
     p2,C-100,Martina Gross,\"m.gross@mueller.example; martina@home.example\",\n\
     p3,C-200,Ada Berg,ada@angstrom.example,0170 7654321\n";

async fn import(test: &TestStore, kind: &str, content: &str) -> troth_core::BatchId {
    let folder = tempfile::tempdir().unwrap();
    let (kind, file) = (find_kind(&test.store, kind).unwrap(), folder.path().join("file.csv"));
    std::fs::write(&file, content).unwrap();
    let options = Options::default();
    let done = import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut |_, _| {}).await;
    done.unwrap().batch
}

async fn found(test: &TestStore, letters: &'static str) -> Vec<String> {
    let search = troth_records::part().search.unwrap();
    let hits = test.store.read(move |db| search(db, letters, 10)).await.unwrap();
    hits.into_iter().map(|hit| hit.title).collect()
}

async fn words(test: &TestStore) -> i64 {
    test.store.read(|db| db.scalar("SELECT COUNT(*) FROM lookup_token", &[])).await.unwrap()
}

troth_harness::on_both_engines! {
    with vec![troth_records::part()];

    async fn three_letters_find_the_person_and_go_with_them(test: TestStore) {
        let accounts = import(&test, "accounts", ACCOUNTS).await;
        let contacts = import(&test, "contacts", CONTACTS).await;
        for (letters, who) in [
            ("elo", vec!["Élodie Martin"]),
            ("ÉLO", vec!["Élodie Martin"]),
            ("mar", vec!["Élodie Martin", "Martina Gross"]),
            ("mar elo", vec!["Élodie Martin"]),
            ("mar mul", vec!["Élodie Martin", "Martina Gross"]),
            ("ang ada", vec!["Ada Berg"]),
            ("angs", vec!["Ångström AB"]),
            ("c-200", vec!["Ångström AB"]),
            ("martina@home.example", vec!["Martina Gross"]),
            ("0170 123", vec!["Élodie Martin"]),
            ("654321", vec!["Ada Berg"]),
            ("mar xyz", vec![]),
            ("zzz", vec![]),
            ("", vec![]),
            ("%", vec![]),
        ] {
            assert_eq!(found(&test, letters).await, who, "{letters}");
        }
        let before = words(&test).await;
        let again = import(&test, "contacts", &CONTACTS.replace("Élodie Martin", "Zoë Martin")).await;
        assert_eq!((found(&test, "elodie martin").await.len(), found(&test, "zoe").await), (1, vec!["Zoë Martin".into()]));
        undo_import(&test.store, START, Actor::System, again).await.unwrap();
        assert_eq!((found(&test, "zoe").await.len(), words(&test).await), (0, before));
        undo_import(&test.store, START, Actor::System, contacts).await.unwrap();
        undo_import(&test.store, START, Actor::System, accounts).await.unwrap();
        assert_eq!(words(&test).await, 0, "no word outlives whose it is");
    }
}
