"""The messages of `coordinate` and `site`, carried between folders of their own, by whatever can carry bytes.

`server` stands beside the coordinator and asks, `node` stands beside a site and answers; neither knows Flower.
"""
