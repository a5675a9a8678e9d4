//! Which addresses a fetch may connect to.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of addresses in CIDR notation, such as `10.1.0.0/16` or `fd00:1::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IpNet {
    address: IpAddr,
    prefix_bits: u8,
}

/// Why a text is not a range of addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a range of addresses: write one address or a range such as 10.1.0.0/16 or fd00:1::/32"
)]
pub struct ParseIpNetError(String);

impl IpNet {
    /// The range that holds exactly `address`.
    #[must_use]
    pub const fn single(address: IpAddr) -> Self {
        let prefix_bits = match address {
            IpAddr::V4(_) => 32,
            IpAddr::V6(_) => 128,
        };
        Self {
            address,
            prefix_bits,
        }
    }

    const fn v4(a: u8, b: u8, c: u8, d: u8, prefix_bits: u8) -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::new(a, b, c, d)),
            prefix_bits,
        }
    }

    const fn v6(first: u16, second: u16, prefix_bits: u8) -> Self {
        Self {
            address: IpAddr::V6(Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0)),
            prefix_bits,
        }
    }

    /// Whether `address` lies in this range. A range of one family never holds an
    /// address of the other, not even a mapped one.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(address)) => {
                let outside = 32 - u32::from(self.prefix_bits);
                (net.to_bits() ^ address.to_bits())
                    .checked_shr(outside)
                    .unwrap_or(0)
                    == 0
            }
            (IpAddr::V6(net), IpAddr::V6(address)) => {
                let outside = 128 - u32::from(self.prefix_bits);
                (net.to_bits() ^ address.to_bits())
                    .checked_shr(outside)
                    .unwrap_or(0)
                    == 0
            }
            _ => false,
        }
    }
}

impl FromStr for IpNet {
    type Err = ParseIpNetError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || ParseIpNetError(text.to_owned());
        let Some((address, bits)) = text.trim().split_once('/') else {
            return text.trim().parse().map(Self::single).map_err(|_| fail());
        };
        let address: IpAddr = address.parse().map_err(|_| fail())?;
        let prefix_bits: u8 = bits.parse().map_err(|_| fail())?;
        let most = Self::single(address).prefix_bits;
        if prefix_bits > most {
            return Err(fail());
        }
        Ok(Self {
            address,
            prefix_bits,
        })
    }
}

impl fmt::Display for IpNet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix_bits)
    }
}

/// IPv4 ranges that are nobody's public web server, from the IANA special-purpose
/// address registry (RFC 6890 and its updates).
const REFUSED_V4: &[IpNet] = &[
    IpNet::v4(0, 0, 0, 0, 8),        // this network
    IpNet::v4(10, 0, 0, 0, 8),       // private
    IpNet::v4(100, 64, 0, 0, 10),    // carrier-grade NAT (and a cloud's metadata)
    IpNet::v4(127, 0, 0, 0, 8),      // loopback
    IpNet::v4(168, 63, 129, 16, 32), // a cloud's host service, on a public address
    IpNet::v4(169, 254, 0, 0, 16),   // link-local, with the clouds' metadata services
    IpNet::v4(172, 16, 0, 0, 12),    // private
    IpNet::v4(192, 0, 0, 0, 24),     // protocol assignments
    IpNet::v4(192, 0, 2, 0, 24),     // documentation
    IpNet::v4(192, 88, 99, 0, 24),   // 6to4 relay
    IpNet::v4(192, 168, 0, 0, 16),   // private
    IpNet::v4(198, 18, 0, 0, 15),    // benchmarking
    IpNet::v4(198, 51, 100, 0, 24),  // documentation
    IpNet::v4(203, 0, 113, 0, 24),   // documentation
    IpNet::v4(224, 0, 0, 0, 4),      // multicast
    IpNet::v4(240, 0, 0, 0, 4),      // reserved and broadcast
];

/// All public IPv6 unicast lies in here; loopback, link-local, ULA, multicast,
/// IPv4-mapped and NAT64 addresses lie outside.
const GLOBAL_V6: IpNet = IpNet::v6(0x2000, 0, 3);

/// What is refused inside [`GLOBAL_V6`].
const REFUSED_V6: &[IpNet] = &[
    IpNet::v6(0x2001, 0, 23),      // protocol assignments, with Teredo tunnels
    IpNet::v6(0x2001, 0x0db8, 32), // documentation
    IpNet::v6(0x2002, 0, 16),      // 6to4: would reach any IPv4 address
    IpNet::v6(0x3fff, 0, 20),      // documentation
];

/// Whether `address` can be a server on the public internet.
///
/// Refused are loopback, private, link-local, unique-local, carrier-grade NAT,
/// multicast, documentation, benchmarking and reserved addresses, the clouds'
/// metadata services, and every IPv6 form that carries an IPv4 address
/// (mapped, NAT64, 6to4, Teredo), since it would lead around the IPv4 rules.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    let refused = match address {
        IpAddr::V4(_) => REFUSED_V4,
        IpAddr::V6(_) if GLOBAL_V6.contains(address) => REFUSED_V6,
        IpAddr::V6(_) => return false,
    };
    !refused.iter().any(|net| net.contains(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_inside_the_house_are_refused() {
        for text in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.0.9",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.2.7",
            "192.168.1.1",
            "198.19.0.1",
            "203.0.113.9",
            "224.0.0.251",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "3fff::1",
            "100::1",
            "fec0::1",
        ] {
            assert!(!is_public(ip(text)), "{text}");
        }
    }

    #[test]
    fn public_addresses_pass() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "2001:4860:4860::8888",
            "2400:cb00::1",
        ] {
            assert!(is_public(ip(text)), "{text}");
        }
    }

    #[test]
    fn a_range_is_read_and_holds_what_it_says() {
        let net: IpNet = "10.1.0.0/16".parse().unwrap();
        assert!(net.contains(ip("10.1.255.255")));
        assert!(!net.contains(ip("10.2.0.0")));
        assert!(!net.contains(ip("::ffff:10.1.0.1")));
        let everything: IpNet = "0.0.0.0/0".parse().unwrap();
        assert!(everything.contains(ip("203.0.113.1")));
        let one: IpNet = "::1".parse().unwrap();
        assert!(one.contains(ip("::1")) && !one.contains(ip("::2")));
        assert_eq!(one.to_string(), "::1/128");
        let all_v6: IpNet = "::/0".parse().unwrap();
        assert!(all_v6.contains(ip("fe80::1")));
    }

    #[test]
    fn what_is_no_range_is_named() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "::/129",
            "harbour",
            "10.0.0.0/-1",
        ] {
            let error = text.parse::<IpNet>().unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
    }
}
