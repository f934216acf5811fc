//! `troth user` and `troth token`, beside a running server or before its first start.

use crate::program::Place;

fn on_both(test: impl Fn(&Place)) {
    test(&Place::sqlite());
    if let Some(place) = Place::postgres() {
        test(&place);
    }
}

#[test]
fn users_are_let_in_from_the_command_line() {
    on_both(|place| {
        let made = place.json(&["user", "add", "Ada Berg", "ada@shop.example", "--role=owner", "--json"]);
        assert!(made["link"].as_str().unwrap().starts_with("/enter/"), "{made}");
        let again = place.json(&["user", "link", "ADA@shop.example", "--json"]);
        assert_eq!(again["id"], made["id"]);
        assert_ne!(again["link"], made["link"]);
        let says = |arguments: &[&str]| {
            let output = place.run(arguments);
            (output.status.code(), String::from_utf8(output.stderr).unwrap())
        };
        let (code, why) = says(&["user", "add", "Ada", "ada@shop.example"]);
        assert_eq!(code, Some(1));
        assert!(why.contains("email: Somebody with this e-mail address can sign in already."), "{why}");
        assert_eq!(says(&["user", "add", "Ada", "ada2@shop.example", "--role=boss"]).0, Some(2));
        let (code, why) = says(&["user", "link", "eve@shop.example"]);
        assert!(code == Some(1) && why.contains("nobody signs in as eve@shop.example"), "{why}");
        let (code, why) = says(&["user", "disable", "ada@shop.example"]);
        assert!(code == Some(1) && why.contains("Somebody must own this"), "{why}");
        place.json(&["user", "add", "Bea", "bea@shop.example", "--json"]);
        assert_eq!(says(&["user", "disable", "bea@shop.example"]).0, Some(0));
        assert_eq!(says(&["user", "link", "bea@shop.example"]).0, Some(1));
    });
}

#[test]
fn programs_get_tokens_from_the_command_line() {
    on_both(|place| {
        place.json(&["user", "add", "Ada Berg", "ada@shop.example", "--role=owner", "--json"]);
        let token = ["token", "add", "till", "--user=ada@shop.example", "--scope=records.see", "--days=30"];
        let output = place.run(&token);
        assert!(output.status.success());
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim().len(), 22, "128 bits");
        let wrong = place.run(&["token", "add", "till", "--user=ada@shop.example", "--scope=records.fly"]);
        assert_eq!(wrong.status.code(), Some(1));
        assert!(String::from_utf8(wrong.stderr).unwrap().contains("Choose at least one of these rights"));
    });
}
