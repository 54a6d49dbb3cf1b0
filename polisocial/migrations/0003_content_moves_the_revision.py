from django.db import migrations

from content.revision import MoveRevision


class Migration(migrations.Migration):
    dependencies = [
        ("polisocial", "0002_known_kinds"),
        ("awards", "0002_counts_and_dates_in_order"),
        ("offcampus", "0001_initial"),
        ("cantieri", "0002_labs_by_theme"),
        ("directory", "0002_codes_fit_addresses"),
        ("content", "0002_revision"),
    ]

    operations = [
        MoveRevision(
            "awards_allotment",
            "awards_beneficiary",
            "awards_beneficiarysource",
            "awards_category",
            "awards_competition",
            "awards_competitionsource",
            "awards_financialyear",
            "awards_financialyearsource",
            "awards_output",
            "awards_partnership",
            "awards_programmefigure",
            "awards_programmefiguresource",
            "awards_project",
            "awards_projectdepartment",
            "awards_projectplace",
            "awards_projectsource",
            "awards_receipt",
            "awards_teammember",
            "cantieri_lab",
            "cantieri_labpartnership",
            "cantieri_labsource",
            "cantieri_theme",
            "directory_department",
            "directory_departmentsource",
            "directory_organisation",
            "directory_place",
            "directory_programme",
            "directory_programmesource",
            "offcampus_activity",
            "offcampus_site",
            "offcampus_siteaddress",
            "offcampus_sitedepartment",
            "offcampus_sitepartnership",
            "offcampus_sitesource",
            "polisocial_news",
            "polisocial_newssource",
        )
    ]
