-- How an organisation comes to a decision: `hierarchical` or `distributed`; nothing where it is not known.
ALTER TABLE account ADD COLUMN structure TEXT;
