/** What became of the cells of a table that was annotated: how many have which label, how sure, how novel, and what new populations there may be. */
package atlasprox.labels.told;
