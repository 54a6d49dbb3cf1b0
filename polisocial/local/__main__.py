import sys

try:
    from polisocial.local.tasks import main

    main()
except KeyboardInterrupt:  # Ctrl-C before anything began, or in a short task
    sys.exit(130)
