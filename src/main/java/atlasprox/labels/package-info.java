/** Labels carried over from a reference to other cells: a mixture discriminant, its temperature and its novelty, from mergeable sums alone. */
package atlasprox.labels;
