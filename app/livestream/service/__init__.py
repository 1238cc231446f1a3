"""What organizers and the watcher do with a broadcast: one public function is one act."""
