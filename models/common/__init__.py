"""Parts shared by every model: anatomy, tumour physics, rendering, distances, rivals, splits, losses, export."""
