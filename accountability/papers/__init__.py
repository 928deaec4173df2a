"""What leaves the house on paper: plain values in, papers out, in Chinese whoever asks."""
