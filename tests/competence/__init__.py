"""Tests of samspil.competence."""
