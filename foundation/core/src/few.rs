//! What is too small to be told: figures about so few that somebody could be recognised, and those from which such a figure could be
//! worked out.

/// Of fewer than this nothing is told to anybody.
pub const MINIMUM: u64 = 5;

/// Which of some groups that make up a whole are shown. Those that are too small are not; and where the whole less those that are
/// shown would tell of too few, the next smallest are not either.
pub fn shown(sizes: &[u64]) -> Vec<bool> {
    let mut shown: Vec<bool> = sizes.iter().map(|size| *size >= MINIMUM).collect();
    loop {
        let hidden = sizes.iter().zip(&shown).filter(|(size, shown)| !**shown && **size > 0);
        let (count, total) = hidden.fold((0, 0), |(count, total), (size, _)| (count + 1, total + size));
        if count == 0 || (count > 1 && total >= MINIMUM) {
            return shown;
        }
        let smallest = (0..sizes.len()).filter(|place| shown[*place]).min_by_key(|place| sizes[*place]);
        match smallest {
            Some(place) => shown[place] = false,
            None => return shown,
        }
    }
}

/// Whether a part of a whole may be shown beside it: neither it nor the rest tells of too few.
pub fn part_may_be_shown(part: u64, whole: u64) -> bool {
    let rest = whole.saturating_sub(part);
    part >= MINIMUM && (rest == 0 || rest >= MINIMUM)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_groups_are_hidden_and_the_rest_says_nothing_of_them() {
        assert_eq!(shown(&[10, 20, 3]), [false, true, false], "20 and the total of 33 would give the 3 away");
        assert_eq!(shown(&[10, 20, 3, 4]), [true, true, false, false]);
        assert_eq!(shown(&[10, 20, 1, 2]), [false, true, false, false], "two of three together are too few");
        assert_eq!(shown(&[10, 20]), [true, true]);
        assert_eq!(shown(&[4, 30]), [false, false]);
        assert_eq!(shown(&[0, 30]), [false, true], "of nobody nothing can be told");
        assert!(part_may_be_shown(10, 20) && part_may_be_shown(20, 20));
        assert!(!part_may_be_shown(18, 20) && !part_may_be_shown(4, 20));
    }

    proptest! {
        #[test]
        fn what_is_left_of_the_whole_is_never_one_group_nor_too_few(sizes in proptest::collection::vec(0u64..40, 1..8)) {
            let shown = shown(&sizes);
            let hidden: Vec<u64> = sizes.iter().zip(&shown).filter(|(size, shown)| !**shown && **size > 0).map(|(size, _)| *size).collect();
            prop_assert!(sizes.iter().zip(&shown).all(|(size, shown)| !shown || *size >= MINIMUM));
            prop_assert!(hidden.is_empty() || shown.iter().all(|one| !one) || (hidden.len() > 1 && hidden.iter().sum::<u64>() >= MINIMUM));
        }
    }
}
