/** Chunks of zarr arrays and shards of such, from stored bytes to rows in memory, whatever store and version they are of. */
package atlasprox.read.zarr.chunk;
