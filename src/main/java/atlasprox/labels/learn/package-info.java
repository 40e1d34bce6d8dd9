/** How what tells labels is made of labelled cells: what is asked of whoever has them, and how these answer, here or at several sites. */
package atlasprox.labels.learn;
