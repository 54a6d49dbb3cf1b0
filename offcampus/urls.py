from django.urls import path

from offcampus import views

urlpatterns = [
    path("off-campus/", views.explore, name="off-campus"),
    path("off-campus/<slug:slug>/", views.show, name="site"),
]
