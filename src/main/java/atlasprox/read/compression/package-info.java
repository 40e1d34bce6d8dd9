/** Methods of compression, apart from the formats of files that use them. All sizes that data claim are checked before memory is taken. */
package atlasprox.read.compression;
