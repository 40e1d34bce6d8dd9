/** What zarr's metadata call data types and codecs, and the values that are made of stored bytes by them. */
package atlasprox.read.zarr.codec;
