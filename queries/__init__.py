"""What is asked of a copy. Knows SQL and dataframes, knows nothing of Streamlit."""
