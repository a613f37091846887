"""The suite; its folders mirror the package's."""
