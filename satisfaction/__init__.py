"""The top floor: the workbench home; later surveys, indicators and the monthly briefing."""
