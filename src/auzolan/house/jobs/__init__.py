"""Work that takes longer than a page may: kept in a queue, done beside the portal, shown as it goes."""
