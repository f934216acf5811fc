//! Which addresses of the net a message may go to.
//!
//! Whoever enters an address could make this program ask what stands beside it: the database, the router, the metadata of a cloud. So every
//! address that a name stands for is looked at before any is connected to, and the connection goes to what was looked at.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether a message may go there; `own` where somebody said that it stands in their own network. What assigns itself (link-local, where
/// clouds keep their metadata) is never reached.
pub(crate) fn may_reach(address: IpAddr, own: bool) -> bool {
    match address {
        IpAddr::V4(address) => may_reach_v4(address, own),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => may_reach_v4(inner, own),
            None => may_reach_v6(address, own),
        },
    }
}

fn may_reach_v4(address: Ipv4Addr, own: bool) -> bool {
    let [a, b, c, _] = address.octets();
    let nowhere = a == 0 // this network
        || address.is_link_local()
        || address.is_multicast()
        || a >= 240 // reserved, broadcast
        || (a == 192 && b == 0 && c == 0) // protocol assignments
        || address.is_documentation()
        || (a == 192 && b == 88 && c == 99); // 6to4 relays
    let inside = address.is_private()
        || address.is_loopback()
        || (a == 100 && (64..128).contains(&b)) // shared by carriers
        || (a == 198 && (b == 18 || b == 19)); // benchmarks
    !nowhere && (own || !inside)
}

fn may_reach_v6(address: Ipv6Addr, own: bool) -> bool {
    let [first, second, ..] = address.segments();
    let inside = address.is_loopback() || (first & 0xfe00) == 0xfc00; // unique local
    let global = (first & 0xe000) == 0x2000
        && !(first == 0x2001 && second < 0x0200) // Teredo, ORCHID, benchmarks and other protocols
        && !(first == 0x2001 && second == 0x0db8) // documentation
        && first != 0x3fff; // documentation
    global || (own && inside)
}

/// The IPv4 address inside an IPv6 one: mapped, compatible, NAT64, 6to4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0 | 1, .., high, low]
        | [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(text: &str, own: bool) -> bool {
        may_reach(text.parse().expect("an address"), own)
    }

    #[test]
    fn only_addresses_of_the_public_net_are_reached() {
        for text in [
            "93.184.216.34",
            "1.1.1.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "172.32.0.1",
        ] {
            assert!(reached(text, false), "{text}");
            assert!(reached(text, true), "{text}");
        }
    }

    #[test]
    fn ones_own_network_is_reached_where_somebody_said_so() {
        for text in [
            "127.0.0.1",
            "127.8.9.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "::1",
            "fd00::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "::10.0.0.1",
        ] {
            assert!(!reached(text, false), "{text}");
            assert!(reached(text, true), "{text}");
        }
    }

    #[test]
    fn what_is_nobodys_address_is_never_reached() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "169.254.169.254",
            "255.255.255.255",
            "224.0.0.1",
            "240.0.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "::",
            "fe80::1",
            "ff02::1",
            "fec0::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::",
            "3fff::1",
            "4000::1",
        ] {
            assert!(!reached(text, false), "{text}");
            assert!(!reached(text, true), "{text}");
        }
    }
}
