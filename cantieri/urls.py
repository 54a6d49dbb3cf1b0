from django.urls import path

from cantieri import views

urlpatterns = [
    path("cantieri/", views.explore, name="cantieri"),
    path("cantieri/<slug:slug>/", views.show, name="lab"),
]
