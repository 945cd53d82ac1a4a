"""The response cache: finished answers on Redis, looked up before Flask routes a request.

Whatever happens to Redis costs speed, never an answer, and no entry is ever served that is older than the last write.
"""
