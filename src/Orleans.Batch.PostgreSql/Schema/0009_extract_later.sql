-- A batch whose items are episodes that stand in their graphs already: what it adds are their facts.
ALTER TABLE batch ADD extracts_stored boolean NOT NULL DEFAULT false;
