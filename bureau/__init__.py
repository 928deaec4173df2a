"""The ground floor: institutions, people and scope, calendar, sealing, uploads, jobs, the shell."""
