"""Courses, who takes part in them, and what became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_component",
        sa.Column("component_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_course_component_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("component_id", name=op.f("pk_course_component")),
        sa.UniqueConstraint(
            "programme_id", "name", name=op.f("uq_course_component_programme_id_name")
        ),
    )
    op.create_table(
        "course_rules",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("complete_percent", sa.Integer(), nullable=False),
        sa.Column("reads_from", sa.Integer(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_course_rules_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_course_rules")),
    )
    op.create_table(
        "course",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.Text(), nullable=False),
        sa.Column("component_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Text(), nullable=True),
        sa.Column("sessions_planned", sa.Integer(), nullable=False),
        sa.Column("expected_women", sa.Integer(), nullable=False),
        sa.Column("expected_men", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["course_component.component_id"],
            name=op.f("fk_course_component_id_course_component"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["app_user.user_id"], name=op.f("fk_course_created_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.programme_id"],
            name=op.f("fk_course_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_course")),
    )
    op.create_index("ix_course_by_start", "course", ["programme_id", "starts_on", "course_id"])
    op.create_table(
        "course_document",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.course_id"], name=op.f("fk_course_document_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["received_by"],
            ["app_user.user_id"],
            name=op.f("fk_course_document_received_by_app_user"),
        ),
        sa.PrimaryKeyConstraint("course_id", "uuid", name=op.f("pk_course_document")),
    )
    op.create_table(
        "course_group",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.course_id"], name=op.f("fk_course_group_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["savings_group.group_id"],
            name=op.f("fk_course_group_group_id_savings_group"),
        ),
        sa.PrimaryKeyConstraint("course_id", "group_id", name=op.f("pk_course_group")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_course_group_by_group", "course_group", ["group_id", "course_id"])
    op.create_table(
        "course_reaction",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.course_id"], name=op.f("fk_course_reaction_course_id_course")
        ),
        sa.PrimaryKeyConstraint("course_id", "number", name=op.f("pk_course_reaction")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "course_session",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.course_id"], name=op.f("fk_course_session_course_id_course")
        ),
        sa.PrimaryKeyConstraint("course_id", "number", name=op.f("pk_course_session")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "course_trainer",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.course_id"], name=op.f("fk_course_trainer_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.user_id"], name=op.f("fk_course_trainer_user_id_app_user")
        ),
        sa.PrimaryKeyConstraint("course_id", "line", name=op.f("pk_course_trainer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_course_trainer_by_user", "course_trainer", ["user_id", "course_id"])
    op.create_table(
        "course_participant",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_partner", sa.Boolean(), nullable=False),
        sa.Column("partner_name", sa.Text(), nullable=False),
        sa.Column("partner_gender", sa.Text(), nullable=True),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("stopped_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.course_id"], name=op.f("fk_course_participant_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name=op.f("fk_course_participant_group_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("course_id", "number", name=op.f("pk_course_participant")),
        sa.UniqueConstraint(
            "course_id",
            "group_id",
            "member_id",
            "is_partner",
            name=op.f("uq_course_participant_course_id_group_id_member_id_is_partner"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_course_participant_by_member", "course_participant", ["group_id", "member_id"]
    )
    op.create_table(
        "income_activity",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("money_source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["member.group_id", "member.member_id"],
            name=op.f("fk_income_activity_group_id_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", "number", name=op.f("pk_income_activity")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "business_result",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("participant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("months", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("plan_made", sa.Boolean(), nullable=False),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("money_source", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["app_user.user_id"], name=op.f("fk_business_result_asked_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["course_id", "participant"],
            ["course_participant.course_id", "course_participant.number"],
            name=op.f("fk_business_result_course_id_participant_course_participant"),
        ),
        sa.PrimaryKeyConstraint(
            "course_id", "participant", "months", name=op.f("pk_business_result")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "course_attendance",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("participant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("session", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("with_partner", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id", "participant"],
            ["course_participant.course_id", "course_participant.number"],
            name=op.f("fk_course_attendance_course_id_participant_course_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["course_id", "session"],
            ["course_session.course_id", "course_session.number"],
            name=op.f("fk_course_attendance_course_id_session_course_session"),
        ),
        sa.PrimaryKeyConstraint(
            "course_id", "participant", "session", name=op.f("pk_course_attendance")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "level_test",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("participant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("items_right", sa.Integer(), nullable=True),
        sa.Column("items", sa.Integer(), nullable=True),
        sa.Column("tested_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id", "participant"],
            ["course_participant.course_id", "course_participant.number"],
            name=op.f("fk_level_test_course_id_participant_course_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["tested_by"], ["app_user.user_id"], name=op.f("fk_level_test_tested_by_app_user")
        ),
        sa.PrimaryKeyConstraint("course_id", "participant", "moment", name=op.f("pk_level_test")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("level_test")
    op.drop_table("course_attendance")
    op.drop_table("business_result")
    op.drop_table("income_activity")
    op.drop_index("ix_course_participant_by_member", table_name="course_participant")
    op.drop_table("course_participant")
    op.drop_index("ix_course_trainer_by_user", table_name="course_trainer")
    op.drop_table("course_trainer")
    op.drop_table("course_session")
    op.drop_table("course_reaction")
    op.drop_index("ix_course_group_by_group", table_name="course_group")
    op.drop_table("course_group")
    op.drop_table("course_document")
    op.drop_index("ix_course_by_start", table_name="course")
    op.drop_table("course")
    op.drop_table("course_rules")
    op.drop_table("course_component")
