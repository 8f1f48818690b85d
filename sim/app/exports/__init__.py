"""What leaves the workshop: tables for Excel, a report to print."""
