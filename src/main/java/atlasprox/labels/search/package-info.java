/** Which components of a mixture lie near enough to a cell to have a say in what it is. */
package atlasprox.labels.search;
