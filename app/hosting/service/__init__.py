"""What hosts do, and what organizers do with their offers: one public function is one act."""
