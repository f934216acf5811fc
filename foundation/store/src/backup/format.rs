//! A row as a line, the same from either engine: numbers as numbers, doubles by their bits, bytes in hexadecimal.

use std::fmt::Write as _;

use crate::{Error, Kind, Row, Value};

/// The longest line that is read: far above any row, far below memory.
pub(super) const LONGEST: u64 = 256 * 1024 * 1024;

/// The line of a row, its end included.
pub(super) fn line(row: &Row, line: &mut String) -> Result<(), Error> {
    line.clear();
    line.push('[');
    for (index, value) in row.values().iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        // Writing to a text cannot fail.
        let _ = match value {
            Value::Null(_) => write!(line, "null"),
            Value::Int(number) => write!(line, "{number}"),
            Value::Bool(truth) => write!(line, "{}", i64::from(*truth)),
            Value::Real(number) => write!(line, "{}", number.to_bits().cast_signed()),
            Value::Text(text) => {
                line.push_str(&serde_json::to_string(text).map_err(|error| Error::Value(error.to_string()))?);
                Ok(())
            }
            Value::Bytes(bytes) => {
                line.push('"');
                bytes.iter().try_for_each(|byte| write!(line, "{byte:02x}")).and_then(|()| write!(line, "\""))
            }
        };
    }
    line.push_str("]\n");
    Ok(())
}

/// The values of a line, for columns of these kinds.
pub(super) fn values(line: &str, kinds: &[Kind]) -> Result<Vec<Value>, Error> {
    let wrong = || Error::Decode("a row of the backup is not what its table holds".into());
    let parsed: Vec<serde_json::Value> = serde_json::from_str(line).map_err(|_| wrong())?;
    if parsed.len() != kinds.len() {
        return Err(wrong());
    }
    parsed
        .into_iter()
        .zip(kinds)
        .map(|(value, kind)| {
            let whole = |value: &serde_json::Value| value.as_i64().ok_or_else(wrong);
            match (value, kind) {
                (serde_json::Value::Null, kind) => Ok(Value::Null(*kind)),
                (value, Kind::Int) => whole(&value).map(Value::Int),
                (value, Kind::Bool) => whole(&value).map(|number| Value::Bool(number != 0)),
                (value, Kind::Real) => {
                    whole(&value).map(|bits| Value::Real(f64::from_bits(bits.cast_unsigned())))
                }
                (serde_json::Value::String(text), Kind::Text) => Ok(Value::Text(text)),
                (serde_json::Value::String(text), Kind::Bytes) => {
                    bytes(&text).ok_or_else(wrong).map(Value::Bytes)
                }
                _ => Err(wrong()),
            }
        })
        .collect()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let one = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{line, values};
    use crate::{Kind, Row, Value};

    #[test]
    fn a_row_comes_back_as_it_went() {
        let kinds = [Kind::Int, Kind::Real, Kind::Text, Kind::Bool, Kind::Bytes, Kind::Text];
        let row = [
            Value::Int(i64::MIN),
            Value::Real(-0.1),
            Value::Text("Zoë \"\\\n\u{1f431}".into()),
            Value::Bool(true),
            Value::Bytes(vec![0, 255, 16]),
            Value::Null(Kind::Text),
        ];
        let mut text = String::new();
        line(&Row { values: row.to_vec() }, &mut text).unwrap();
        assert!(text.ends_with("]\n") && text.matches('\n').count() == 1, "{text}");
        assert_eq!(values(&text, &kinds).unwrap(), row);
        assert!(values("[1]", &kinds).is_err() && values("{", &kinds).is_err());
        assert!(values(r#"["x"]"#, &[Kind::Int]).is_err() && values(r#"["0"]"#, &[Kind::Bytes]).is_err());
    }
}
