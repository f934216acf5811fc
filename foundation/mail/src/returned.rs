//! What comes back: messages that could not be delivered (RFC 3464), and complaints (RFC 5965); pure.

use mailparse::{MailHeaderMap as _, ParsedMail};
use troth_core::MessageId;

/// A message of ours that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Which.
    pub message: MessageId,
    /// Whether it is of no use to try that address again.
    pub permanent: bool,
    /// Whether the person complained about it.
    pub complaint: bool,
    /// What the other side said.
    pub said: String,
}

/// Reads a message that came back; nothing where it is none, or is about none of ours.
pub fn read_returned(raw: &[u8]) -> Option<Returned> {
    let mail = mailparse::parse_mail(raw).ok()?;
    let parts: Vec<&ParsedMail<'_>> = mail.parts().take(100).collect();
    let message = parts.iter().find_map(|part| original(part))?;
    let of = |kind: &str| parts.iter().find(|part| part.ctype.mimetype == kind);
    if let Some(report) = of("message/feedback-report") {
        let body = report.get_body().unwrap_or_default();
        let said = field(&body, "feedback-type").unwrap_or_else(|| "abuse".into());
        return Some(Returned { message, permanent: true, complaint: true, said });
    }
    let status = of("message/delivery-status")?.get_body().ok()?;
    // "Delayed" is not the end, and "delivered" or "relayed" is good news.
    let action = field(&status, "action")?.to_ascii_lowercase();
    if action != "failed" {
        return None;
    }
    let code = field(&status, "status").unwrap_or_default();
    let said = field(&status, "diagnostic-code").unwrap_or_else(|| code.clone());
    let said = said.chars().filter(|c| !c.is_control()).take(500).collect();
    Some(Returned { message, permanent: code.starts_with('5'), complaint: false, said })
}

/// A field of a report: groups of `Name: value`.
fn field(body: &str, name: &str) -> Option<String> {
    body.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// The id of ours in the message that came back, or in its head.
fn original(part: &ParsedMail<'_>) -> Option<MessageId> {
    let inner = match part.ctype.mimetype.as_str() {
        "message/rfc822" | "text/rfc822-headers" => part.get_body_raw().ok()?,
        _ => return None,
    };
    let (headers, _) = mailparse::parse_headers(&inner).ok()?;
    let id = headers.get_first_value("Message-ID")?;
    id.trim().strip_prefix('<')?.split('@').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use troth_core::Id as _;

    use super::*;

    fn bounce(action: &str, status: &str) -> String {
        let id = MessageId::from_raw(77);
        format!(
            "From: MAILER-DAEMON@mx.example\r\nTo: post@shop.example\r\nSubject: Undelivered\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\nMIME-Version: 1.0\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; grete@kunde.example\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 {status} no such user\r\n\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}@shop.example>\r\nSubject: Hello\r\n\r\n--b--\r\n"
        )
    }

    #[test]
    fn a_message_that_came_back_says_which_it_was_and_why() {
        let returned = read_returned(bounce("failed", "5.1.1").as_bytes()).unwrap();
        let said = "smtp; 550 5.1.1 no such user".to_owned();
        let message = MessageId::from_raw(77);
        assert_eq!(returned, Returned { message, permanent: true, complaint: false, said });
        assert!(!read_returned(bounce("failed", "4.2.2").as_bytes()).unwrap().permanent);
        assert_eq!(read_returned(bounce("delayed", "4.4.1").as_bytes()), None);
        assert_eq!(read_returned(bounce("relayed", "2.0.0").as_bytes()), None);
    }

    #[test]
    fn a_complaint_is_one() {
        let id = MessageId::from_raw(78);
        let raw = format!(
            "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n\
             --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n\
             --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}@shop.example>\r\nSubject: Hello\r\n\r\nHello\r\n--b--\r\n"
        );
        let returned = read_returned(raw.as_bytes()).unwrap();
        assert!(returned.complaint && returned.permanent && returned.message == id);
    }

    #[test]
    fn what_is_no_report_about_one_of_ours_is_passed_over() {
        let foreign = bounce("failed", "5.1.1").replace("Message-ID: <msg_", "Message-ID: <other_");
        for raw in [foreign.as_str(), "Subject: Hello\r\n\r\nI am away until Monday.", "", "\0\u{1}\r\n\r\n"]
        {
            assert_eq!(read_returned(raw.as_bytes()), None, "{raw}");
        }
    }
}
