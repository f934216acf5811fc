//! Node numbers.

troth_harness::on_both_engines! {
    async fn programs_have_numbers_of_their_own_and_give_them_back(test: TestStore) {
        let second = test.another().await;
        assert_eq!((test.store.node(), second.node()), (0, 1));
        second.close().await;
        assert_eq!(test.another().await.node(), 1, "what was given back is free");
        test.clock.advance(91_000_000);
        assert_eq!(test.another().await.node(), 0, "a program not heard of for a minute and a half is gone");
    }
}
