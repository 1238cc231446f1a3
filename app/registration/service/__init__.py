"""What people do with a sign-up: one public function is one act."""
